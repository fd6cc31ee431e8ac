import { useCallback, useEffect, useState } from "react";

/** useMeeting fills the screen for a room full of people, and leaves it again, also by Esc. */
export function useMeeting() {
  const [on, setOn] = useState(false);
  useEffect(() => {
    const left = () => {
      if (!document.fullscreenElement) setOn(false);
    };
    document.addEventListener("fullscreenchange", left);
    return () => document.removeEventListener("fullscreenchange", left);
  }, []);
  useEffect(() => {
    if (!on) return;
    // Where the engine does not fill the screen, the page fills the window, and Esc is ours.
    const pressed = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented && !event.isComposing && !document.fullscreenElement)
        setOn(false);
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [on]);
  const toggle = useCallback(() => {
    if (on) {
      if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
      setOn(false);
      return;
    }
    setOn(true);
    void document.documentElement.requestFullscreen?.().catch(() => undefined);
  }, [on]);
  useEffect(() => () => void (document.fullscreenElement && document.exitFullscreen().catch(() => undefined)), []);
  return { on, toggle };
}
