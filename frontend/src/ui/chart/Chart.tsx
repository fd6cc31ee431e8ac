import { themeOf, usePreferences } from "../preferences";
import type { ChartSpec, Mark } from "./model";
import { colorOf } from "./option";
import { useChart } from "./useChart";
import "./chart.css";

/**
 * Chart draws figures. Each mark can be pressed; who cannot point reads and presses the same figures in the table
 * that stands beside every chart, so the drawing itself is one picture with a name.
 */
export function Chart(props: {
  spec: ChartSpec;
  /** What the picture shows, for those who do not see it. */
  label: string;
  height: number;
  large?: boolean;
  onMark?: (mark: Mark) => void;
}) {
  const { spec, label, height, large = false, onMark } = props;
  const theme = themeOf(usePreferences((each) => each.theme));
  const place = useChart(spec, large, onMark);
  return (
    <figure className="chart" style={{ minHeight: height }}>
      {spec.series.length > 1 && (
        <figcaption className="chart__names">
          {spec.series.map((one, n) => (
            <span key={one.name} className="chart__name">
              <span className="chart__dot" style={{ background: colorOf(spec, n, theme) }} aria-hidden />
              {one.name}
            </span>
          ))}
        </figcaption>
      )}
      <div ref={place} className="chart__place" style={{ height }} role="img" aria-label={label} />
    </figure>
  );
}
