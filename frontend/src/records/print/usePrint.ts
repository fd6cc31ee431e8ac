import { useNavigate, useRouter } from "@tanstack/react-router";
import { useCallback } from "react";
import { useDescribe } from "@/api";
import { usePreferences } from "@/ui/preferences";
import { useWords } from "@/ui/words";
import { useCurrent } from "../current";
import { complete } from "../filter/model";
import { filterWords } from "../filter/words";
import { type View, viewOf } from "../table/view";
import { printAsked } from "./asked";
import { taken, takeSnapshot } from "./snapshot";

/** usePrint leads to the preview of what is on the screen; in the preview, it prints. */
export function usePrint() {
  const navigate = useNavigate();
  const router = useRouter();
  const { byName } = useDescribe();
  const { t, say } = useWords();
  return useCallback(async () => {
    const { pathname, search } = router.state.location;
    if (pathname === "/print") {
      window.dispatchEvent(new Event(printAsked));
      return;
    }
    const [, first, name = "", id] = pathname.split("/");
    const entity = first === "records" ? byName.get(name) : undefined;
    const view: View = entity && !id ? viewOf(search as { [key: string]: unknown }) : {};
    if (entity && id) {
      await navigate({ to: "/print", search: { of: "record", entity: name, id } });
      return;
    }
    if (entity && !view.as) {
      const { sort, columns } = useCurrent.getState().list ?? {};
      await navigate({ to: "/print", search: { of: "list", entity: name, view: bare(view), sort, columns } });
      return;
    }
    const root = pageOf();
    if (!root) return;
    const where = complete(view.where);
    const filter = entity && where && filterWords(where, { t, say, entity, byName, titles: {} });
    const under = entity ? undefined : root.querySelector(".pagehead__text")?.textContent?.trim();
    const lines = [...(filter ? [t("print.filter", { words: filter })] : []), ...(under ? [under] : [])];
    const title = entity ? say(entity.plural) : headingOf(root);
    await inLight(() => {
      taken.last = takeSnapshot(root, title, lines);
    });
    await navigate({ to: "/print", search: { of: "screen" } });
  }, [router, navigate, byName, t, say]);
}

/** usePrintRecord leads to the preview of one record, also of one that stands at the side. */
export function usePrintRecord() {
  const navigate = useNavigate();
  return useCallback(
    (entity: string, id: string) => void navigate({ to: "/print", search: { of: "record", entity, id } }),
    [navigate],
  );
}

// What the side view showed is not part of the list.
const bare = ({ peek: _peek, ...view }: View): View => view;

/** pageOf finds what is to be printed of a page: what says so of itself, else the page. */
function pageOf(): HTMLElement | null {
  return (
    document.querySelector<HTMLElement>("main [data-print]:not([data-print='hide'])") ??
    document.querySelector("main .page") ??
    document.querySelector("main > *")
  );
}

function headingOf(root: HTMLElement): string {
  const heading = root.querySelector("h1, h2") ?? document.querySelector("main h1");
  return heading?.textContent?.trim() || (document.title.split(" · ")[0] ?? "");
}

// Paper is white: a page that is dark is drawn in light for the moment it is copied.
async function inLight(act: () => void): Promise<void> {
  const { theme } = usePreferences.getState();
  if (document.documentElement.dataset.theme !== "dark") {
    act();
    return;
  }
  usePreferences.setState({ theme: "light" });
  try {
    await drawn();
    act();
  } finally {
    usePreferences.setState({ theme });
  }
}

// Charts draw anew a little after their colours have changed.
async function drawn(): Promise<void> {
  for (let frame = 0; frame < 12; frame++) await new Promise((go) => requestAnimationFrame(go));
}
