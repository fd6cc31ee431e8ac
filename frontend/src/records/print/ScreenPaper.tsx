import { Button } from "antd";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { showKeys } from "@/lib/keyboard";
import { Empty } from "@/ui/Empty";
import { themeOf, usePreferences } from "@/ui/preferences";
import { useWords } from "@/ui/words";
import { Preview } from "./Preview";
import type { Band } from "./paginate";
import { type Snapshot, taken } from "./snapshot";

/** ScreenPaper prints a page as it stood on the screen: a board, a dashboard, a calendar. */
export function ScreenPaper({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const [last] = useState(() => taken.last);
  useEffect(() => inLight(), []);
  const picture = useCallback(
    (width: number, room: number) => {
      if (!last) return { height: 0, bands: [], show: () => null };
      const left = (scale: number) => Math.max(0, (width - last.width * scale) / 2);
      const wide = Math.min(width / last.width, 1.25);
      // What is only a little higher than a page is made smaller rather than cut.
      const scale = last.height * wide < room * 1.4 ? Math.min(wide, room / last.height) : wide;
      return {
        height: last.height * scale,
        bands: last.bands.map((band) => ({ from: band.from * scale, to: band.to * scale })),
        head: last.head && (last.head.to - last.head.from) * scale,
        show: (band: Band) => (
          <>
            {last.head && band.from > last.head.to * scale - 1 && (
              <Cut
                of={last}
                scale={scale}
                band={{ from: last.head.from * scale, to: last.head.to * scale }}
                left={left(scale)}
                again
              />
            )}
            <Cut of={last} scale={scale} band={band} left={left(scale)} />
          </>
        ),
      };
    },
    [last],
  );
  const lines = useMemo(() => (last ? [...last.lines, ...(last.cut ? [t("print.screenNote")] : [])] : []), [last, t]);
  if (!last)
    return (
      <Empty title={t("print.gone")} text={t("print.goneText", { keys: showKeys("mod+p") })}>
        <Button type="primary" onClick={onClose}>
          {t("print.back")}
        </Button>
      </Empty>
    );
  return (
    <Preview
      kind="screen"
      title={last.title}
      lines={lines}
      pieces={none}
      tables={{}}
      picture={picture}
      onClose={onClose}
    />
  );
}

const none: never[] = [];

// Copied parts of a page take their colours from the page around them: for as long as one sees them it is light.
function inLight(): (() => void) | undefined {
  const { theme } = usePreferences.getState();
  if (themeOf(theme) === "light") return undefined;
  usePreferences.setState({ theme: "light" });
  return () => usePreferences.setState({ theme });
}

function Cut(props: { of: Snapshot; scale: number; band: Band; left: number; again?: boolean }) {
  const { of, scale, band, left, again } = props;
  return (
    <div className="snapshot" style={{ height: Math.floor(band.to - band.from) }}>
      <Copy of={of} scale={scale} from={band.from} left={left} again={again} />
    </div>
  );
}

function Copy(props: { of: Snapshot; scale: number; from: number; left: number; again?: boolean }) {
  const { of, scale, from, left, again } = props;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const copy = of.node.cloneNode(true) as HTMLElement;
    // What is higher than the heads beside it would be cut where they stand again.
    if (again)
      for (const each of copy.querySelectorAll<HTMLElement>("[data-print-once]")) each.style.visibility = "hidden";
    place.current?.replaceChildren(copy);
  }, [of, again]);
  return (
    <div
      ref={place}
      style={{ width: of.width, transform: `translate(${left}px, ${-from}px) scale(${scale})`, transformOrigin: "0 0" }}
    />
  );
}
