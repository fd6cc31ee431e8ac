import { App } from "antd";
import { useEffect, useRef } from "react";
import { host } from "@/shell";
import { useWords } from "@/ui/words";

/** Leaving answers the window that is being closed, at the lock and before the pages too: it lets it go, or asks the person. */
export function Leaving() {
  const { t } = useWords();
  const { modal } = App.useApp();
  const asking = useRef(false);
  const latest = useRef({ t, modal });
  latest.current = { t, modal };
  useEffect(() => {
    const { frame } = host;
    return frame?.hear({
      leaving({ busy }) {
        if (!busy && !unsaved()) {
          void frame.quit();
          return;
        }
        void frame.stay();
        if (asking.current) return;
        asking.current = true;
        const { t: words, modal: dialog } = latest.current;
        dialog.confirm({
          title: words(busy ? "window.leaveBusy" : "window.leaveUnsaved"),
          content: words(busy ? "window.leaveBusyText" : "window.leaveUnsavedText"),
          okText: words("window.leaveNow"),
          okButtonProps: { danger: true },
          autoFocusButton: "cancel",
          cancelText: words("window.stay"),
          onOk: () => void frame.quit(),
          afterClose: () => {
            asking.current = false;
          },
        });
      },
    });
  }, []);
  return null;
}

// Forms that hold something guard the page against being left; they are asked as a browser would.
function unsaved(): boolean {
  const leaving = new Event("beforeunload", { cancelable: true });
  window.dispatchEvent(leaving);
  return leaving.defaultPrevented;
}
