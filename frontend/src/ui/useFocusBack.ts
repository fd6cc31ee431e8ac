import { useEffect, useState } from "react";

/** useFocusBack gives the focus back to where it was before, when what lies over the page is gone and nothing else took it. */
export function useFocusBack(): void {
  // Asked while it is drawn for the first time: once it is there, it has the focus itself.
  const [before] = useState(() => document.activeElement);
  useEffect(() => () => void setTimeout(() => giveBack(before)), [before]);
}

/** giveBack focuses what had the focus, unless something else has it now. */
export function giveBack(before: Element | null): void {
  const here = document.activeElement;
  const lost = here === null || here === document.body || here.closest(".ant-dropdown") !== null;
  if (lost && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
}
