"""Reading a document into a plan: drafts in work, the review of one beside its document, and publishing it.

`drafts` lists them and takes documents in; `review` lays document and items side by side, `items` takes each decision and
answers with what changed, `adding` takes what a person found in the text, `publishing` shows what the plan file will say and
publishes it. `laid` and `drawn` lay the document out with its spans, `cards` say an item in words, `forms` correct it.
"""
