import { useNavigate } from "@tanstack/react-router";
import { App } from "antd";
import { useEffect, useRef, useState } from "react";
import { typing } from "@/lib/keyboard";
import { take, useWizard } from "@/records/import/wizard";
import { usePrint } from "@/records/print/usePrint";
import { host, type OpenedFile } from "@/shell";
import { onSystemTheme, themeOf, usePreferences } from "@/ui/preferences";
import { keysOf } from "@/ui/shortcuts";
import { useWords } from "@/ui/words";
import type { Command } from "../commands/registry";
import { acts } from "./acts";
import { DropCurtain, dropAgain } from "./DropCurtain";
import { RestoreDialog } from "./RestoreDialog";
import { show, zoom } from "./zoom";

/** WindowManners is what the page does for the window around it: its menu and its files; Leaving is asked when it ends. */
export function WindowManners({ commands }: { commands: () => Command[] }) {
  const print = usePrint();
  const give = useGive();
  const refuse = useRefuse();
  const [archive, setArchive] = useState<OpenedFile>();
  useLook();

  const latest = useRef({ commands, give, refuse });
  latest.current = { commands, give, refuse };
  useEffect(() => {
    acts.print = () => {
      // Under a dialog the page is not what one looks at.
      if (!document.querySelector(".ant-drawer-open, .ant-modal-wrap:not([style*='display: none'])")) void print();
    };
    acts.zoom = (step) => void zoom(step);
    acts.restore = () =>
      void host.frame?.choose().then(
        (file) => {
          if (file.path) setArchive(file);
        },
        () => undefined,
      );
  }, [print]);

  useEffect(() => {
    const { frame } = host;
    if (!frame) return;
    const take = () =>
      void frame.opened().then(
        async (files) => {
          for (const file of files) {
            if (file.kind === "archive") setArchive(file);
            else latest.current.give(await frame.read(file));
          }
        },
        () => undefined,
      );
    void frame.state().then((state) => show(state.zoom, state.native));
    take(); // what was given before the page was there
    return frame.hear({
      command: (id) => {
        const all = latest.current.commands();
        const found = all.find((each) => each.id === id);
        const command = found ?? (id === "create" ? all.find((each) => each.keys === keysOf("create")) : undefined);
        if (command) command.run();
        else latest.current.refuse();
      },
      opened: take,
      // Other files are taken where they are dropped, as in a browser; a backup is read by its path.
      dropped: (paths) => {
        const path = paths.find((each) => /\.xingke$/i.test(each));
        if (path) setArchive({ kind: "archive", path, name: nameOf(path) });
        else
          void dropAgain(() =>
            Promise.all(paths.map((each) => frame.read({ kind: "table", path: each, name: nameOf(each) }))),
          ).catch(() => undefined);
      },
    });
  }, []);
  useContextMenu();

  return (
    <>
      <DropCurtain onFile={give} />
      {archive && <RestoreDialog file={archive} onClose={() => setArchive(undefined)} />}
    </>
  );
}

const nameOf = (path: string) => path.split(/[/\\]/).at(-1) ?? path;

// A table that is given to the program goes into the import wizard.
function useGive() {
  const navigate = useNavigate();
  const { t } = useWords();
  const { message } = App.useApp();
  return (file: File) => {
    void navigate({ to: "/import" });
    if (useWizard.getState().busy === undefined) void take(file);
    else void message.info(t("window.dropBusy", { name: file.name }));
  };
}

// The menu is the same for everybody and everywhere; what it names may not be there for this person, or not here.
function useRefuse() {
  const { t } = useWords();
  const { message } = App.useApp();
  return () => void message.info(t("window.notHere"));
}

// The frame takes the colour of the page, and opens in it the next time.
function useLook() {
  const { theme, lang } = usePreferences();
  useEffect(() => {
    const tell = () => void host.frame?.set({ dark: themeOf(theme) === "dark", lang }).catch(() => undefined);
    tell();
    return onSystemTheme(tell);
  }, [theme, lang]);
}

// The engine's own menu (reload, back, inspect) is of use only where one types or has marked something.
function useContextMenu() {
  useEffect(() => {
    if (!host.frame) return;
    const asked = (event: MouseEvent) => {
      const marked = document.getSelection()?.isCollapsed === false;
      if (!typing(event.target) && !marked) event.preventDefault();
    };
    window.addEventListener("contextmenu", asked);
    return () => window.removeEventListener("contextmenu", asked);
  }, []);
}
