"""What the policy does with people's data: consent, holds, keeping, erasure, evidence."""
