"""Text boxes that stand at a fixed place of the page, whatever the text does."""

from .measurements import EMU_PER_TWIP

_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


def box(
    content: str,
    *,
    order: int,
    name: str,
    width: int,
    height: int,
    horizontal: str,
    vertical: str,
    is_turned: bool = False,
    pushes_text: bool = False,
) -> str:
    """Write a run that anchors a box of written paragraphs, `width` by `height` twips.

    `horizontal` and `vertical` are complete wp:positionH and wp:positionV elements; a turned box reads downwards.
    """
    across, down = width * EMU_PER_TWIP, height * EMU_PER_TWIP
    wrap = "<wp:wrapTopAndBottom/>" if pushes_text else "<wp:wrapNone/>"
    direction = "vert" if is_turned else "horz"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" '
        'locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'{horizontal}{vertical}<wp:extent cx="{across}" cy="{down}"/>{wrap}'
        f'<wp:docPr id="{order}" name="{name}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_SHAPE}">'
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{across}" cy="{down}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>'
        f"</wps:spPr><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
        f'<wps:bodyPr vert="{direction}" lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"/></wps:wsp>'
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback/></mc:AlternateContent></w:r>"
    )


def horizontal_at(twips: int) -> str:
    """Place a box at a distance from the page's left edge."""
    return f'<wp:positionH relativeFrom="page"><wp:posOffset>{twips * EMU_PER_TWIP}</wp:posOffset></wp:positionH>'


def vertical_at(twips: int) -> str:
    """Place a box at a distance from the page's top edge."""
    return f'<wp:positionV relativeFrom="page"><wp:posOffset>{twips * EMU_PER_TWIP}</wp:posOffset></wp:positionV>'
