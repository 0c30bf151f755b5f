"""The template tags that draw `yunjiang.web.components`."""
