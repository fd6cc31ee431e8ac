import type { InputRef } from "antd";
import { type RefObject, useEffect } from "react";

/** useQuickFilterKey puts the cursor into the quick filter when its key is pressed. */
export function useQuickFilterKey(quick: RefObject<InputRef | null>) {
  useEffect(() => {
    const focus = () => quick.current?.focus({ cursor: "all" });
    window.addEventListener("xingke:quick-filter", focus);
    return () => window.removeEventListener("xingke:quick-filter", focus);
  }, [quick]);
}
