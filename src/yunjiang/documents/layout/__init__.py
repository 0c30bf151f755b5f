"""Paper in the layout of GB/T 9704-2012: page, styles, tables, charts, page numbers, bound numbers.

`paper.render` turns a `Sheet` of blocks into the bytes of a .docx; equal input gives equal bytes. Everything here
knows how an official document looks and nothing of plans, figures or the ledger: a number is a `Number` to be
wrapped in a content control, whatever it means. python-docx serves as the package layer; the body is written as
XML, because its table API takes seconds where rows of XML take milliseconds.
"""
