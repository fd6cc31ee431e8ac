// The one place that knows the chart library: only the parts used, drawn as SVG. Loaded when the first chart is shown.
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, TitleComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, GridComponent, TitleComponent, TooltipComponent, SVGRenderer]);

export { init };
