"""How a report looks: each module lays out the same Report in one format, and decides nothing."""
