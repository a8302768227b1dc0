"""The same facts for programs. The form is an interface: it has a version, and nothing in it changes without a new one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from ..evidence import Assessment
from ..page import Block, Cell, Count, Figure, Page, Picture, Points, Section, Status, Table, Words
from ..plan import ActionState, Deadline, RequestState
from ..report import GapPage, GradeShown, JudgementPage, Report
from .published import heading


def status(report: Report) -> str:
    """Give what `status` shows, as JSON."""
    return _text(
        {
            **_head("status", report),
            "judgements": [_judgement(page) for page in report.judgements],
            "overall": _overall(report.overall) if report.overall else None,
            "limits": [
                {
                    "id": one.id,
                    "strength": one.strength,
                    "binds": one.binds,
                    "counted": one.counted,
                    "probability": one.probability,
                }
                for one in report.limits
            ],
            "pathway": {"met": report.on_pathway, "says": report.pathway} if report.pathway else None,
            "warnings": list(report.warnings),
            "next": [{"judgement": one.judgement, "descriptor": one.descriptor, "advice": one.advice} for one in report.next],
            "left_out": list(report.left_out),
            "waiting": report.waiting,
            "set_aside": report.set_aside,
            "optimism": list(report.optimism),
        }
    )


def gap_list(report: Report, judgement: str | None = None) -> str:
    """Give what `gaps` shows, as JSON."""
    return _text(
        {
            **_head("gaps", report),
            "gaps": [_gap(gap) for page in report.judgements if judgement in (None, page.id) for gap in page.gaps],
            "bands": [
                {
                    "id": band.id,
                    "title": band.title,
                    "gaps": [gap.descriptor for gap in band.gaps],
                    "actions": list(band.actions),
                    "published": band.published,
                }
                for band in report.bands
            ],
            "optimism": list(report.optimism),
        }
    )


def plan(assessment: Assessment, framework: str, states: Iterable[ActionState], due: Deadline | None) -> str:
    """Give what `plan` shows, as JSON."""
    return _text(
        {
            **_folder("plan", assessment, framework),
            "actions": [_action(one) for one in states],
            "deadline": due and _deadline(due),
        }
    )


def ready(assessment: Assessment, framework: str, states: Iterable[RequestState]) -> str:
    """Give what `ready` shows, as JSON: counts and refresh times only."""
    return _text({**_folder("ready", assessment, framework), "requests": [_request(one) for one in states]})


def _folder(name: str, assessment: Assessment, framework: str) -> dict[str, Any]:
    whose = {"authority": assessment.authority, "framework": framework, "as_at": assessment.as_at.isoformat()}
    return {**heading(name), **whose}


def _action(state: ActionState) -> dict[str, Any]:
    action, seen, aim, origin = state.action, state.action.seen, state.action.measure, state.action.origin
    return {
        "id": action.id,
        "state": action.status.value if action.status else None,
        "says": state.words,
        "late_by": state.late_by,
        "due_soon": state.due_soon,
        "done": state.is_done,
        "seen": seen and {"date": seen.date.isoformat(), "evidence": list(seen.evidence), "not_here": list(state.stray_evidence)},
        "band": action.priority.value if action.priority else None,
        "gaps": list(action.gaps),
        "answers": origin and {"published": origin.published.isoformat(), "area": origin.area},
        "result": action.result,
        "action": action.action,
        "owner": action.owner,
        "due": action.due and action.due.isoformat(),
        "measure": aim and {"id": aim.id, "baseline": aim.baseline, "target": aim.target},
    }


def _deadline(due: Deadline) -> dict[str, Any]:
    return {
        "due": due.due.isoformat(),
        "days_left": due.days_left,
        "working_days": due.working_days,
        "counted_from": due.received.isoformat(),
        "from": "published" if due.from_published else "received",
        "holidays": [{"date": when.isoformat(), "name": name} for when, name in due.holidays],
    }


def _request(state: RequestState) -> dict[str, Any]:
    prepared = state.prepared
    covers = prepared.covers if prepared else None
    return {
        "id": state.request.id,
        "kind": state.request.kind,
        "number": state.request.number,
        "title": state.request.title,
        "state": prepared.state.value if prepared else None,
        "says": state.words,
        "open": state.is_open,
        "count": prepared.count if prepared else None,
        "covers": covers and {"from": covers.start.isoformat(), "to": covers.end.isoformat()},
        "refreshed": prepared.refreshed.isoformat() if prepared and prepared.refreshed else None,
        "age_days": state.age_days,
        "stays_ready_days": state.stays,
        "too_old": state.too_old,
        "due": prepared.due.isoformat() if prepared and prepared.due else None,
        "late_by": state.late_by,
        "owner": prepared.owner if prepared else None,
        "why": prepared.why if prepared else None,
        "past_review": [item.id for item in state.old_documents],
        "warnings": list(state.warnings),
    }


def page(laid: Page) -> str:
    """Give a page of any kind, as JSON: its sections with their blocks, each block with its type."""
    return _text(
        {
            **heading("report"),
            "kind": laid.kind,
            "title": laid.title,
            "facts": dict(laid.facts),
            "caveat": laid.caveat,
            "sections": [_section(one) for one in laid.sections],
            "left_out": list(laid.dropped),
        }
    )


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "id": section.name or None,
        "blocks": [_block(block) for block in section.blocks],
        "sections": [_section(one) for one in section.sections],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Words):
        grade = _cell(block.grade) if block.grade else None
        return {"type": "words", "text": block.text, "tone": block.tone, "prompt": block.prompt, "grade": grade}
    if isinstance(block, Points):
        return {"type": "points", "numbered": block.numbered, "items": list(block.items)}
    if isinstance(block, Table):
        rows = [[_cell(value) for value in row] for row in block.rows]
        told = {"caption": block.caption, "columns": list(block.columns), "rows": rows, "none": block.none or None}
        return {"type": "table", "sheet": block.sheet, **told}
    if isinstance(block, Picture):
        bars = [{"label": bar.label, "count": bar.count, "which": list(bar.descriptors)} for bar in block.bars]
        return {"type": "picture", "caption": block.caption, "heads": list(block.heads), "bars": bars, "words": block.words}
    return {
        "type": "grid",
        "caption": block.caption,
        "columns": list(block.columns),
        "groups": [{"title": title, "columns": number} for title, number in block.groups],
        "rows": [
            {"row": name, "counts": [one.number for one in counts], "old": [one.old for one in counts]}
            for name, counts in block.rows
        ],
        "words": block.words,
    }


def _cell(value: Cell) -> Any:
    if isinstance(value, GradeShown):
        return {"grade": value.id, "words": value.words}
    if isinstance(value, Status):
        return value.words
    if isinstance(value, Figure):
        return {"number": value.number, "percent": value.share, "words": value.words}
    if isinstance(value, Count):
        return value.number
    return value.isoformat() if isinstance(value, date) else value


def _head(name: str, report: Report) -> dict[str, Any]:
    return {
        **heading(name),
        "authority": report.authority,
        "framework": report.framework_id,
        "as_at": report.as_at.isoformat(),
        "caveat": report.caveat,
        "borrowed": report.borrowed,
    }


def _judgement(page: JudgementPage) -> dict[str, Any]:
    return {
        "id": page.id,
        "title": page.title,
        **_grade(page),
        "coverage": {"evidenced": page.evidenced, "of": page.of},
        "stale": page.stale,
    }


def _overall(page: JudgementPage) -> dict[str, Any]:
    return {"title": page.title, **_grade(page)}


def _grade(page: JudgementPage) -> dict[str, Any]:
    earlier, published = page.earlier, page.published
    return {
        "grade": page.grade.id,
        "why": None if page.grade.id is not None else page.grade.words,
        "confidence": page.confidence,
        "probabilities": dict(page.probabilities) if page.grade.id is not None else None,
        "previous": earlier
        and {
            "grade": earlier.grade,
            "framework": earlier.framework,
            "published": earlier.published.isoformat(),
            "day_known": earlier.day_known,
            "direction": earlier.direction,
        },
        "line": page.line or None,
        "published": published
        and {
            "grade": published.grade,
            "words": published.words,
            "published": published.published.isoformat(),
            "day_known": published.day_known,
        },
        "reason": page.whole_reason,
    }


def _gap(gap: GapPage) -> dict[str, Any]:
    return {
        "judgement": gap.judgement,
        "descriptor": gap.descriptor,
        "title": gap.title,
        "gap": gap.gap,
        "state": gap.state,
        "grade": gap.grade.id,
        "band": gap.band or None,
        "reason": gap.reason,
        "closes": gap.closes,
        "evidence": [row.id for row in gap.rows],
        "contradictions": list(gap.contradictions),
        "questions": list(gap.questions),
    }


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
