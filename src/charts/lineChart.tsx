import * as React from 'react';
import uPlot from 'uplot';

export interface ChartLine {
  label: string;
  /** A CSS variable of the style sheet, as `--kfl-series-0`. */
  color: string;
  /** x and y, x growing. */
  points: readonly (readonly [x: number, y: number])[];
}

export interface LineChartProps {
  lines: readonly ChartLine[];
  /** What x is, as `Step`. */
  xLabel: string;
  /** Text of a value of x on the axis and below the pointer; left out: the number. */
  xText?: (x: number) => string;
  height?: number;
  /** Whether a value holds until the next one, as the best so far does. */
  stepped?: boolean;
  /** Whether the axis of the values begins at 0, as those of amounts do. */
  fromZero?: boolean;
}

const HEIGHT = 200;
/** Pixels between texts on the axis of x, which may be a time of day. */
const TEXT_SPACE = 90;

/** Lines over the same x, with the values below the pointer. Loaded only where one is shown: it brings uPlot. */
export function LineChart(props: LineChartProps): React.JSX.Element {
  const { lines, xLabel, xText, height = HEIGHT, stepped = false, fromZero = false } = props;
  const place = React.useRef<HTMLDivElement>(null);
  const chart = React.useRef<uPlot | null>(null);
  const theme = useThemeName();
  const data = React.useMemo(() => dataOf(lines), [lines]);
  const names = JSON.stringify(lines.map(({ label, color }) => [label, color]));

  React.useEffect(() => {
    const element = place.current!;
    const drawn = new uPlot(
      optionsOf(element, JSON.parse(names) as [string, string][], {
        xLabel,
        xText,
        height,
        stepped,
        fromZero
      }),
      [[]],
      element
    );
    chart.current = drawn;
    const observer = new ResizeObserver(() =>
      drawn.setSize({ width: element.clientWidth, height })
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      drawn.destroy();
      chart.current = null;
    };
  }, [names, xLabel, xText, height, stepped, fromZero, theme]);

  React.useEffect(() => {
    chart.current?.setData(data);
  }, [data, names, xLabel, xText, height, stepped, fromZero, theme]);

  return <div className="kfl-LineChart" style={{ minHeight: height }} ref={place} />;
}

/** All x of all lines, and for each line its values there; a line goes on over the x of others. */
export function dataOf(lines: readonly ChartLine[]): uPlot.AlignedData {
  const tables = lines.map(({ points }): uPlot.AlignedData => [
    points.map(([x]) => x),
    points.map(([, y]) => y)
  ]);
  return tables.length === 0
    ? [[]]
    : uPlot.join(
        tables,
        tables.map(() => [2, 2])
      );
}

function optionsOf(
  element: HTMLElement,
  lines: [label: string, color: string][],
  { xLabel, xText, height, stepped, fromZero }: Omit<LineChartProps, 'lines'> & { height: number }
): uPlot.Options {
  const color = (name: string) => getComputedStyle(element).getPropertyValue(name).trim();
  const axis: uPlot.Axis = {
    stroke: color('--jp-ui-font-color2'),
    grid: { stroke: color('--jp-border-color3'), width: 1 },
    ticks: { stroke: color('--jp-border-color3'), width: 1 }
  };
  return {
    width: element.clientWidth || 400,
    height,
    scales: {
      x: { time: false },
      ...(fromZero ? { y: { range: (_, __, most) => [0, Math.max(most * 1.1, 1)] } } : {})
    },
    axes: [
      {
        ...axis,
        grid: { ...axis.grid, filter: wholeWhereAllAre },
        ticks: { ...axis.ticks, filter: wholeWhereAllAre },
        ...(xText
          ? { space: TEXT_SPACE, values: (_, splits) => splits.map(xText) }
          : { filter: wholeWhereAllAre })
      },
      { ...axis, size: 56 }
    ],
    series: [
      { label: xLabel, ...(xText ? { value: (_, x) => (x === null ? '–' : xText(x)) } : {}) },
      ...lines.map(([label, name]): uPlot.Series => ({
        label,
        stroke: color(name),
        width: 1.5,
        spanGaps: true,
        ...(stepped ? { paths: uPlot.paths.stepped!({ align: 1 }) } : {}),
        points: { show: (_, __, first, last) => last - first < 2, size: 6 }
      }))
    ]
  };
}

/** Of the places to mark along x only whole numbers, where x has no others: there is no trial 1.5. */
function wholeWhereAllAre(chart: uPlot, splits: number[]): (number | null)[] {
  return chart.data[0].every(Number.isInteger)
    ? splits.map(split => (Number.isInteger(split) ? split : null))
    : splits;
}

/** The name of JupyterLab's theme. A canvas keeps the colours with which it was drawn, so it is drawn anew with each. */
function useThemeName(): string | undefined {
  return React.useSyncExternalStore(onThemeName, () => document.body.dataset.jpThemeName);
}

/** JupyterLab says the name of a theme when its styles are there. */
function onThemeName(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributeFilter: ['data-jp-theme-name'] });
  return () => observer.disconnect();
}
