"""What `preinspect new` asks, as data: six plain questions a kind, and every option by which the same can be told.

What the answers mean is for `answer` to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

from .method import Method


class Sort(Enum):
    """How an answer is read."""

    TEXT = "text"
    DESCRIPTORS = "descriptors"
    DAYS = "a day, or from when to when"
    DAY = "a day"
    GRADE = "a grade"
    SAMPLE = "how many met the standard, of how many"
    REPLIES = "how many replied, of how many"
    COUNT = "a number"
    YES_OR_COUNT = "a number, or yes or no"
    WORD = "one of several words"
    IDS = "ids of entries"
    MEASURE = "a measure"
    FIGURE = "a figure"
    TARGET = "a number or a range"
    COMPARISON = "a figure and its year"
    OF = "a judgement or a descriptor"
    REQUEST = "something that inspectors ask for"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that may be told of an entry: where it goes (`sample.population`: within `sample`), and its option."""

    path: str
    sort: Sort
    option: str
    help: str

    @property
    def top(self) -> str:
        """The key of the entry that it goes to, or into."""
        return self.path.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what it asks in plain words, how an answer may look, and what Enter means ('' leaves it out).

    In `example`, {id} and {words} stand for a descriptor of the framework.
    """

    path: str
    asks: str
    example: str
    needed: bool = True
    enter: str | None = None
    """What Enter means: an answer, or None where there is none; then a question that is not needed is passed over."""


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked of one kind of entry. `prefix` begins the ids that are suggested."""

    section: str
    prefix: str
    title: str
    questions: tuple[Question, ...]


FIELDS: Mapping[str, tuple[Field, ...]] = {
    "evidence": (
        Field("descriptors", Sort.DESCRIPTORS, "--descriptor", "What it is about, the best fit first; may be given again."),
        Field("date", Sort.DAYS, "--date", "The day, or from when to when: '1 July 2026 to 30 September 2026'."),
        Field("grade", Sort.GRADE, "--grade", "The grade that this entry alone would support."),
        Field("finding", Sort.TEXT, "--finding", "What it shows, in one or two sentences that name nobody."),
        Field("impact", Sort.TEXT, "--impact", "What it meant for children and families."),
        Field(
            "sample", Sort.SAMPLE, "--sample", "How many met the standard of how many: '28 of 40'; or how many had each grade."
        ),
        Field("sample.population", Sort.COUNT, "--population", "Out of how many the sample was taken."),
        Field(
            "sample.selection", Sort.WORD, "--selection", "How the sample was chosen: random, stratified, managers-choice, ..."
        ),
        Field("title", Sort.TEXT, "--title", "A short name for people."),
        Field("judgement", Sort.WORD, "--judgement", "The judgement that it counts under, if not that of its descriptor."),
        Field("extent", Sort.WORD, "--extent", "The share of children: all, most, many, some, few or isolated."),
        Field("effect", Sort.WORD, "--effect", "What it means for them: helping, inconsistent, unmet, risk, ..."),
        Field("round", Sort.TEXT, "--round", "The audit round, such as 2026-Q3."),
        Field("auditor", Sort.WORD, "--auditor", "Who looked: in-team, other-team or independent."),
        Field("with.worker", Sort.YES_OR_COUNT, "--worker", "In how many the child's worker took part; or yes or no."),
        Field("with.family", Sort.YES_OR_COUNT, "--family", "In how many the child or family was heard; or yes or no."),
        Field("supersedes", Sort.IDS, "--supersedes", "Older entries that this one takes the place of."),
        Field("because", Sort.TEXT, "--because", "Why it says otherwise than other evidence."),
        Field("source", Sort.TEXT, "--source", "The report or table that it is taken from."),
        Field("held", Sort.TEXT, "--held", "Where it is kept: a pointer, never the content."),
        Field("owner", Sort.TEXT, "--owner", "A role, never a person's name."),
        Field("handling", Sort.WORD, "--handling", "Who may see it: internal, board or public."),
        Field("service", Sort.TEXT, "--service", "The service or team that it is about."),
        Field("from", Sort.TEXT, "--from", "Feedback: who gave it."),
        Field("replies", Sort.REPLIES, "--replies", "Feedback: how many replied of how many that were asked: '46 of 180'."),
        Field("method", Sort.TEXT, "--method", "Feedback: how it was asked."),
        Field("what-we-did", Sort.TEXT, "--what-we-did", "Feedback: what was done about it."),
        Field("version", Sort.TEXT, "--version-no", "Document: its version."),
        Field("approved", Sort.DAY, "--approved", "Document: the day of its approval."),
        Field("review-due", Sort.DAY, "--review-due", "Document: the day by which it is to be reviewed."),
    ),
    "indicators": (
        Field("measure", Sort.MEASURE, "--measure", "What is measured, such as re-referral-rate."),
        Field("date", Sort.DAYS, "--date", "The year or period, or the day of a count: 2025-26, 'April to September 2026'."),
        Field("figure", Sort.FIGURE, "--figure", "'412 of 1905', a number, or c, k, x or z where there is none."),
        Field("target", Sort.TARGET, "--target", "A number, or a range: '16 to 20'."),
        Field("neighbours", Sort.COMPARISON, "--neighbours", "The same for statistical neighbours: '19.2 in 2025-26'."),
        Field("england", Sort.COMPARISON, "--england", "The same for England: '22.6 in 2025-26'."),
        Field("note", Sort.TEXT, "--note", "What to know about the figure."),
        Field("source", Sort.TEXT, "--source", "The report or table that it is taken from."),
        Field("held", Sort.TEXT, "--held", "Where the source is kept."),
        Field("owner", Sort.TEXT, "--owner", "A role, never a person's name."),
        Field("handling", Sort.WORD, "--handling", "Who may see it: internal, board or public."),
        Field("service", Sort.TEXT, "--service", "The service or team that it is about."),
    ),
    "actions": (
        Field("gaps", Sort.DESCRIPTORS, "--descriptor", "What it is to lift; may be given again."),
        Field("result", Sort.TEXT, "--result", "What will differ for children."),
        Field("action", Sort.TEXT, "--action", "What is done."),
        Field("owner", Sort.TEXT, "--owner", "A role, never a person's name."),
        Field("due", Sort.DAY, "--due", "The day by which it is to be done."),
        Field("priority", Sort.WORD, "--priority", "immediate, three-months or six-months."),
        Field("status", Sort.WORD, "--status", "not-started, on-track, at-risk, off-track, ..."),
        Field("handling", Sort.WORD, "--handling", "Who may see it: internal, board or public."),
        Field("service", Sort.TEXT, "--service", "The service or team that it is about."),
    ),
    "views": (
        Field("of", Sort.OF, "--of", "A judgement or a descriptor."),
        Field("grade", Sort.GRADE, "--grade", "The grade that you give yourselves."),
        Field("by", Sort.TEXT, "--by", "Whose view it is: a role, never a person's name."),
        Field("date", Sort.DAY, "--date", "The day on which it was given."),
        Field("because", Sort.TEXT, "--because", "The reason."),
        Field("service", Sort.TEXT, "--service", "The service or team that it is about."),
    ),
    "requests": (
        Field("of", Sort.REQUEST, "--of", "The framework's id of what is asked for, such as A-08."),
        Field("state", Sort.WORD, "--state", "ready, not-ready or not-applicable."),
        Field("count", Sort.COUNT, "--count", "How many rows it holds."),
        Field("refreshed", Sort.DAY, "--refreshed", "The day on which it was last made."),
        Field("due", Sort.DAY, "--due", "The day by which it will be ready."),
        Field("owner", Sort.TEXT, "--owner", "A role, never a person's name."),
        Field("why", Sort.TEXT, "--why", "Why it is not ready or does not apply."),
    ),
}
"""What may be told of an entry, by section, in the order in which it matters; each by an option of its own."""

_WHICH = Question(
    "descriptors",
    "Which part of practice is it about? An id or plain words; the best fit first.",
    "{id}, or words such as: {words}",
)
_WHEN = Question(
    "date", "When was it done? A day, or from when to when.", "30 September 2026; July to September 2026", enter="today"
)
_SAMPLE = Question(
    "sample",
    "How many records met the standard, of how many that you looked at?",
    "28 of 40; or by grade: 2 outstanding, 21 good, 14 RI, 3 inadequate",
    needed=False,
)
_GRADE = Question("grade", "Which grade would this alone support?", "good; RI; ? explains the grades")
_FINDING = Question(
    "finding",
    "What does it show? One or two sentences that name nobody.",
    "Strategy discussions were held in time in 28 of 40 records; the rest waited for police.",
)
_IMPACT = Question(
    "impact",
    "What did it mean for children and families?",
    "Early action was poorly informed; none was found in immediate danger.",
    needed=False,
)
_HELD = Question("held", "Where is it kept? A pointer, never the content.", "SharePoint > QA > 2026-09", needed=False)
_SOURCE = Question("source", "Which report or table does it come from?", "QA audit report, September 2026, table 3", needed=False)
_OWNER = Question("owner", "Who answers for it? A role, never a person.", "Head of quality assurance", needed=False)


def _asking(question: Question, asks: str, example: str | None = None, needed: bool | None = None) -> Question:
    return replace(
        question,
        asks=asks,
        example=example or question.example,
        needed=question.needed if needed is None else needed,
    )


FORMS: Mapping[str, Form] = {
    "audit": Form("evidence", "AUD", "An audit of children's records", (_WHICH, _WHEN, _SAMPLE, _GRADE, _FINDING, _IMPACT)),
    "dip-sample": Form(
        "evidence",
        "DIP",
        "A dip sample: one narrow question, asked of some records",
        (_WHICH, _WHEN, _asking(_SAMPLE, _SAMPLE.asks, "14 of 20"), _GRADE, _FINDING, _IMPACT),
    ),
    "observation": Form(
        "evidence",
        "OBS",
        "Practice that somebody watched",
        (
            _WHICH,
            _WHEN,
            _GRADE,
            _asking(_FINDING, _FINDING.asks, "In six of eight visits workers saw the child alone and used the plan."),
            _IMPACT,
            _HELD,
        ),
    ),
    "feedback": Form(
        "evidence",
        "FB",
        "What children, families, carers or care leavers say",
        (
            _WHICH,
            _asking(_WHEN, "When was it gathered? A day, or from when to when."),
            Question("from", "Who gave it?", "care-leavers; parents; children in care; carers"),
            Question("replies", "How many replied, of how many that were asked?", "46 of 180", needed=False),
            _asking(_GRADE, "Taken alone, which grade would what they say support?"),
            _asking(
                _FINDING,
                "What do they say? One or two sentences that name nobody.",
                "Most know their adviser; a third do not know whom to ring at night.",
            ),
        ),
    ),
    "external": Form(
        "evidence",
        "EXT",
        "An inspection, a focused visit or a peer review",
        (
            _WHICH,
            _WHEN,
            _asking(_SOURCE, "Which inspection or review was it?", "Ofsted focused visit, front door, 12 May 2026", needed=True),
            _GRADE,
            _asking(_FINDING, "What did they find? One or two sentences that name nobody."),
            _IMPACT,
        ),
    ),
    "complaint": Form(
        "evidence",
        "CMP",
        "Complaints: what they show; they lower, and never lift",
        (
            _asking(_WHICH, "Which part of practice are they about? An id or plain words."),
            _asking(_WHEN, "From when are they? A day, or from when to when.", "April to September 2026"),
            _asking(_GRADE, "Which grade would practice have, by these complaints alone?"),
            _asking(
                _FINDING,
                "What do they show? Numbers and what was upheld; name nobody.",
                "Nine of 14 complaints about changes of worker were upheld.",
            ),
            _asking(_IMPACT, "What did it mean for children and families, and what was learnt?"),
            _HELD,
        ),
    ),
    "challenge": Form(
        "evidence",
        "CHL",
        "Challenge by reviewing officers or conference chairs",
        (
            _WHICH,
            _WHEN,
            _GRADE,
            _asking(
                _FINDING,
                "What was challenged, how often, and what came of it?",
                "Drift was challenged 31 times and settled within 20 days in 24.",
            ),
            _IMPACT,
            _asking(_SOURCE, "Which log or report does it come from?", "Reviewing officers' log, quarter 2"),
        ),
    ),
    "staff": Form(
        "evidence",
        "STF",
        "What staff say",
        (
            _WHICH,
            _WHEN,
            Question("replies", "How many replied, of how many that were asked?", "88 of 140", needed=False),
            _GRADE,
            _asking(
                _FINDING,
                "What do they say? One or two sentences that name nobody.",
                "Supervision is regular; half have no time to reflect in it.",
            ),
            _HELD,
        ),
    ),
    "workforce": Form(
        "evidence",
        "WRK",
        "Caseloads, supervision, turnover",
        (
            _WHICH,
            _WHEN,
            _GRADE,
            _asking(_FINDING, _FINDING.asks, "Caseloads in assessment teams average 24; agency staff are a fifth."),
            _IMPACT,
            _SOURCE,
        ),
    ),
    "governance": Form(
        "evidence",
        "GOV",
        "A board or committee that challenged",
        (
            _WHICH,
            _asking(_WHEN, "When did it meet?"),
            _GRADE,
            _asking(
                _FINDING,
                "What was challenged, and what followed?",
                "The board asked why plans end late; a plan with dates came back in June.",
            ),
            _IMPACT,
            _asking(_SOURCE, "Which meeting was it?", "Performance board, 14 September 2026, item 4"),
        ),
    ),
    "learning-review": Form(
        "evidence",
        "LRN",
        "A rapid review or other learning review; it lowers, and never lifts",
        (_WHICH, _WHEN, _asking(_GRADE, "Which grade would practice have, by this review alone?"), _FINDING, _IMPACT, _HELD),
    ),
    "case-study": Form(
        "evidence",
        "CAS",
        "One child's story, made anonymous; nothing by itself",
        (_WHICH, _WHEN, _asking(_FINDING, "What does it show? Nobody may be known by it."), _IMPACT, _HELD, _OWNER),
    ),
    "document": Form(
        "evidence",
        "DOC",
        "A policy, strategy or procedure; nothing by itself",
        (
            _WHICH,
            Question("approved", "When was it approved?", "1 April 2026"),
            Question("review-due", "By when is it to be reviewed?", "1 April 2027", needed=False),
            Question("version", "Which version is it?", "3.0", needed=False),
            _asking(
                _FINDING,
                "What does it set out, in one sentence?",
                "The thresholds for step-up and step-down between early help and social work.",
            ),
            _HELD,
        ),
    ),
    "statement": Form(
        "evidence",
        "STM",
        "What somebody says without a source; nothing by itself",
        (_WHICH, _WHEN, _asking(_FINDING, "What is said? One or two sentences that name nobody."), _OWNER, _HELD),
    ),
    "indicator": Form(
        "indicators",
        "KPI",
        "A figure of a performance measure; it raises questions and earns no grade",
        (
            Question("measure", "What is measured? An id or plain words.", "re-referral-rate, or words such as: referrals again"),
            Question("date", "For which year, period or day?", "2025-26; April to September 2026; 30 September 2026"),
            Question(
                "figure", "What is the figure? How many of how many, or a number.", "412 of 1905; 33; c where it is confidential"
            ),
            Question("target", "What do you aim at? A number or a range.", "18; 16 to 20", needed=False),
            Question("england", "What is it for England, and for which year?", "22.6 in 2025-26", needed=False),
            _SOURCE,
        ),
    ),
    "action": Form(
        "actions",
        "ACT",
        "Something that is done about a gap",
        (
            replace(_WHICH, path="gaps", asks="Which gap is it to close? An id or plain words."),
            Question("result", "What will differ for children?", "Children are protected by a decision within a day."),
            Question("action", "What is done?", "A duty manager signs off every contact by the next morning."),
            Question("owner", "Who answers for it? A role, never a person.", "Head of the front door", needed=False),
            Question("due", "By when?", "31 March 2027", needed=False),
            Question("priority", "How pressing is it?", "immediate; three-months; six-months", needed=False),
        ),
    ),
    "view": Form(
        "views",
        "",
        "The grade that you give yourselves; kept apart from what the evidence shows",
        (
            Question("of", "Of which judgement or descriptor?", "{judgement}; {id}"),
            Question("grade", "Which grade do you give yourselves?", "good; RI; ? explains the grades"),
            Question("by", "Whose view is it? A role, never a person.", "Director; performance board", needed=False),
            Question("date", "When was it given?", "30 September 2026", enter="today"),
            Question("because", "Why?", "Audits are sound, but few families were heard.", needed=False),
        ),
    ),
    "request": Form(
        "requests",
        "",
        "How ready something is that inspectors ask for",
        (
            Question("of", "What is asked for? An id or plain words.", "{request}"),
            Question("state", "Could it be handed over today?", "ready; not-ready; not-applicable"),
            Question("count", "How many rows does it hold?", "318", needed=False),
            Question("refreshed", "When was it last made?", "30 September 2026", needed=False),
            Question("owner", "Who answers for it? A role, never a person.", "Performance manager", needed=False),
            Question("why", "If it is not ready, why?", "Two teams have not sent theirs.", needed=False),
        ),
    ),
}
"""Every kind that can be asked for; a kind of evidence that only a council's own method has is asked for like an observation."""


def form_of(kind: str, method: Method | None = None) -> Form | None:
    """Give what is asked of a kind, or None where there is no such kind."""
    if kind in FORMS:
        return FORMS[kind]
    if method is not None and kind in method.kinds:
        return replace(FORMS["observation"], title=method.kinds[kind].title, prefix=kind[:3].upper())
    return None
