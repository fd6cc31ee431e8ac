import { useEffect } from "react";

/** useReturn has a page that the browser put aside come back as a fresh one: the book may have been locked meanwhile. */
export function useReturn(): void {
  useEffect(() => {
    const goes = (event: PageTransitionEvent) => {
      document.documentElement.hidden = event.persisted;
    };
    const comes = (event: PageTransitionEvent) => {
      if (event.persisted) location.reload();
    };
    window.addEventListener("pagehide", goes);
    window.addEventListener("pageshow", comes);
    return () => {
      window.removeEventListener("pagehide", goes);
      window.removeEventListener("pageshow", comes);
    };
  }, []);
}
