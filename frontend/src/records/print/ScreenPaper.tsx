import { Button } from "antd";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { showKeys } from "@/lib/keyboard";
import { Empty } from "@/ui/Empty";
import { themeOf, usePreferences } from "@/ui/preferences";
import { useWords } from "@/ui/words";
import { Preview } from "./Preview";
import { type Snapshot, taken } from "./snapshot";

/** ScreenPaper prints a page as it stood on the screen: a board, a dashboard, a calendar. */
export function ScreenPaper({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const [last] = useState(() => taken.last);
  useEffect(() => inLight(), []);
  const picture = useCallback(
    (width: number, room: number) => {
      if (!last) return { height: 0, bands: [], show: () => null };
      const wide = Math.min(width / last.width, 1.25);
      // What is only a little higher than a page is made smaller rather than cut.
      const scale = last.height * wide < room * 1.4 ? Math.min(wide, room / last.height) : wide;
      return {
        height: last.height * scale,
        bands: last.bands.map((band) => ({ from: band.from * scale, to: band.to * scale })),
        show: (band: { from: number; to: number }) => (
          <div className="snapshot" style={{ height: Math.floor(band.to - band.from) }}>
            <Copy of={last} scale={scale} from={band.from} left={Math.max(0, (width - last.width * scale) / 2)} />
          </div>
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

function Copy({ of, scale, from, left }: { of: Snapshot; scale: number; from: number; left: number }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.replaceChildren(of.node.cloneNode(true));
  }, [of]);
  return (
    <div
      ref={place}
      style={{ width: of.width, transform: `translate(${left}px, ${-from}px) scale(${scale})`, transformOrigin: "0 0" }}
    />
  );
}
