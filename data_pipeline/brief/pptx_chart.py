"""A native chart on a slide as the board draws it, and the face of East Asian writing."""

from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LABEL_POSITION
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from data_pipeline.brief.model import Chart
from data_pipeline.brief.office import COLOURS, HEAD, INK, LATIN, faces


def drawn(chart: Any, of: Chart, tag: str) -> None:
    """Figures as told at each point; colours by state; the first stands on top."""
    chart.has_legend, chart.has_title = False, False
    chart.font.size, chart.font.name = Pt(12), LATIN[HEAD]
    plot = chart.plots[0]
    plot.has_data_labels = True
    plot.data_labels.show_value = True
    share = of.unit == "%"
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "0.0%" if share else "#,##0", False
    chart.value_axis.visible, chart.value_axis.has_major_gridlines = False, False
    chart.value_axis.minimum_scale = 0
    series = plot.series[0]
    if of.shape == "bars":
        plot.gap_width, chart.category_axis.reverse_order = 45, True
        for n, p in enumerate(of.points):
            fill = series.points[n].format.fill
            fill.solid()
            fill.fore_color.rgb = RGBColor.from_string(COLOURS[p.state])
    else:
        series.smooth = False
        series.format.line.color.rgb = RGBColor.from_string(INK)
        plot.data_labels.position = XL_LABEL_POSITION.ABOVE
    for part in chart._chartSpace.iter(qn("a:defRPr")):
        east_asian(part, tag)


def east_asian(of: Any, tag: str) -> None:
    """Of a run: the face of Chinese characters, and the language by which they are told from Japanese ones."""
    of.set("lang", tag)
    of.set("altLang", "en-GB" if tag.startswith("zh") else "zh-CN")
    for old in of.findall(qn("a:ea")):
        of.remove(old)
    face = OxmlElement("a:ea")
    face.set("typeface", faces()[HEAD])
    latin = of.find(qn("a:latin"))
    if latin is None:
        of.append(face)
    else:
        latin.addnext(face)
