import type { MenuProps } from "antd";
import { MoreHorizontal } from "lucide-react";
import { useRef, useState } from "react";
import { useWords } from "@/ui/words";
import { MenuAt } from "./grid/MenuAt";

/** MoreMenu is what else can be done. The menu is put together when it is asked for. */
export function MoreMenu({ items }: { items: () => MenuProps["items"] }) {
  const { t } = useWords();
  const button = useRef<HTMLButtonElement>(null);
  const [at, setAt] = useState<{ x: number; y: number }>();
  const wasOpen = useRef(false);
  const open = () => {
    const box = button.current?.getBoundingClientRect();
    if (box) setAt({ x: box.right, y: box.bottom });
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className="iconbutton iconbutton--bar iconbutton--edged"
        aria-label={t("action.more")}
        aria-haspopup="menu"
        aria-expanded={at !== undefined}
        // A press beside an open menu closes it before the press is over; that it was on the button must not open it again.
        onPointerDown={() => {
          wasOpen.current = at !== undefined;
        }}
        onClick={() => {
          if (!wasOpen.current) open();
          wasOpen.current = false;
        }}
      >
        <MoreHorizontal size={16} aria-hidden />
      </button>
      {at && (
        <MenuAt
          {...at}
          right
          menu={{ items: items() }}
          onClose={() => {
            setAt(undefined);
            button.current?.focus();
          }}
        />
      )}
    </>
  );
}
