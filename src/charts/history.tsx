import * as React from 'react';
import uPlot from 'uplot';

export interface HistoryProps {
  numbers: number[];
  values: (number | null)[];
  best: (number | null)[];
  /** Names of what is drawn: the trials' values, and the best so far. */
  labels: { number: string; value: string; best: string };
}

const HEIGHT = 200;

/** Points of one trial after another, with a line of the best so far. */
export function HistoryChart(props: HistoryProps): React.JSX.Element {
  const { numbers, values, best, labels } = props;
  const place = React.useRef<HTMLDivElement>(null);
  const chart = React.useRef<uPlot | null>(null);
  const theme = useTheme();

  React.useEffect(() => {
    const element = place.current!;
    const colour = (name: string) => getComputedStyle(element).getPropertyValue(name).trim();
    const axis = {
      stroke: colour('--jp-ui-font-color2'),
      grid: { stroke: colour('--jp-border-color3'), width: 1 },
      ticks: { stroke: colour('--jp-border-color3'), width: 1 }
    };
    const drawn = new uPlot(
      {
        width: element.clientWidth || 400,
        height: HEIGHT,
        scales: { x: { time: false } },
        axes: [{ ...axis, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] }, axis],
        series: [
          { label: labels.number },
          {
            label: labels.value,
            stroke: colour('--jp-brand-color1'),
            paths: () => null,
            points: { show: true, size: 6, fill: colour('--jp-brand-color1') }
          },
          {
            label: labels.best,
            stroke: colour('--jp-success-color1'),
            width: 1.5,
            points: { show: false },
            paths: uPlot.paths.stepped!({ align: 1 })
          }
        ]
      },
      [[], [], []],
      element
    );
    chart.current = drawn;
    const observer = new ResizeObserver(() =>
      drawn.setSize({ width: element.clientWidth, height: HEIGHT })
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      drawn.destroy();
      chart.current = null;
    };
  }, [labels.number, labels.value, labels.best, theme]);

  React.useEffect(() => {
    chart.current?.setData([numbers, values, best]);
  }, [numbers, values, best, theme]);

  return <div className="kfl-Chart" ref={place} />;
}

/** The name of JupyterLab's theme. A canvas keeps the colours with which it was drawn, so it is drawn anew with each. */
function useTheme(): string | undefined {
  const read = () => document.body.dataset.jpThemeName;
  const [theme, setTheme] = React.useState(read);
  React.useEffect(() => {
    const observer = new MutationObserver(() => setTheme(read()));
    observer.observe(document.body, { attributeFilter: ['data-jp-theme-name'] });
    return () => observer.disconnect();
  }, []);
  return theme;
}
