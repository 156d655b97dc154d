"""RFT: tasks that a grader judges, and what it judges by."""
