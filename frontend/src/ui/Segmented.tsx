import { Segmented as AntSegmented, type SegmentedProps } from "antd";
import type { Ref } from "react";

/** Segmented is a choice between a few, one stop on the way of Tab: the engine's own has a second one around it. */
export function Segmented<T = string>(props: SegmentedProps<T> & { ref?: Ref<HTMLDivElement> }) {
  return <AntSegmented<T> tabIndex={-1} {...props} />;
}
