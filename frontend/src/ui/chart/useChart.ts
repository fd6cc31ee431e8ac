import { useEffect, useRef, useState } from "react";
import { themeOf, usePreferences } from "../preferences";
import type { ChartSpec, Mark } from "./model";
import { optionOf } from "./option";

const load = () => import("./engine");
type Instance = ReturnType<Awaited<ReturnType<typeof load>>["init"]>;

/** useChart draws a chart into an element and keeps it drawn as figures, theme and room change. */
export function useChart(spec: ChartSpec, large: boolean, onMark?: (mark: Mark) => void) {
  const place = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<Instance>();
  const [width, setWidth] = useState(0);
  const theme = themeOf(usePreferences((each) => each.theme));
  const pressed = useRef(onMark);
  pressed.current = onMark;

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let made: Instance | undefined;
    let gone = false;
    const watch = new ResizeObserver(() => {
      made?.resize();
      setWidth(element.clientWidth);
    });
    void load().then(({ init }) => {
      if (gone) return;
      made = init(element, undefined, { renderer: "svg" });
      made.on("click", (at) => {
        if (typeof at.dataIndex === "number" && typeof at.seriesIndex === "number")
          pressed.current?.({ row: at.dataIndex, series: at.seriesIndex });
      });
      watch.observe(element);
      setWidth(element.clientWidth);
      setChart(made);
    });
    return () => {
      gone = true;
      watch.disconnect();
      made?.dispose();
    };
  }, []);

  useEffect(() => {
    if (!chart || width === 0) return;
    chart.setOption(optionOf(spec, { theme, width, large }), { notMerge: true });
  }, [chart, spec, theme, width, large]);
  return place;
}
