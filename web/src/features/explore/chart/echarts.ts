// The home of ECharts: only the parts that the page draws with.
import { BarChart } from 'echarts/charts';
import { AriaComponent, BrushComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { type ECharts, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([BarChart, AriaComponent, BrushComponent, GridComponent, TooltipComponent, CanvasRenderer]);

export { init };
export type { ECharts };
