import { useBlocker } from "@tanstack/react-router";
import { App } from "antd";
import { useWords } from "@/ui/words";

/** StayWithKey asks before a page is left on which a recovery key stands that is shown this once. */
export function StayWithKey({ onLeave }: { onLeave: () => void }) {
  const { t } = useWords();
  const { modal } = App.useApp();
  useBlocker({
    shouldBlockFn: async ({ current, next }) => {
      if (current.pathname === next.pathname) return false;
      const leaves = await modal.confirm({
        title: t("recovery.leaveAsk"),
        content: t("recovery.leaveText"),
        okText: t("recovery.leave"),
        cancelText: t("recovery.stay"),
        autoFocusButton: "cancel",
      });
      if (leaves) onLeave();
      return !leaves;
    },
    enableBeforeUnload: true,
  });
  return null;
}
