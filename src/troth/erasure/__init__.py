"""What goes, when and by which rule: removals, sweeps, holds, and what recipients are told."""
