import { host } from "@/shell";

const steps = [0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];

/** stepped is the next larger or smaller zoom; 0 is as drawn. */
export function stepped(now: number, step: -1 | 0 | 1): number {
  if (step === 0) return 1;
  const next = step > 0 ? steps.find((each) => each > now + 0.01) : steps.findLast((each) => each < now - 0.01);
  return next ?? now;
}

/** zoom shows the page larger or smaller and lets the window remember it. */
export async function zoom(step: -1 | 0 | 1): Promise<number> {
  if (!host.frame) return 1;
  const { zoom: now } = await host.frame.state();
  return zoomTo(stepped(now, step));
}

export async function zoomTo(factor: number): Promise<number> {
  if (!host.frame) return 1;
  const state = await host.frame.set({ zoom: factor });
  show(state.zoom, state.native);
  return state.zoom;
}

/** show enlarges the page where the engine of the window does not. */
export function show(factor: number, native: boolean): void {
  document.documentElement.style.zoom = native || factor === 1 ? "" : String(factor);
}
