"""Official documents (GB/T 9704) from figures, assessments and the offices' narrative, and their verification.

Every number written carries its identity, so that a document can be checked against the ledger years later.
"""
