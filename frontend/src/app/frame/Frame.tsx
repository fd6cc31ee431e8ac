import { Outlet, useNavigate, useRouter, useRouterState } from "@tanstack/react-router";
import { Button } from "antd";
import { Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { call, useDescribe } from "@/api";
import { stored } from "@/lib/stored";
import { useCurrent } from "@/records/current";
import { closeQuick, useQuick } from "@/records/form/quick";
import { useForms } from "@/records/form/store";
import { HistoryHost } from "@/records/history/HistoryHost";
import { titleOf } from "@/records/layouts";
import { useNotice } from "@/records/notice";
import { useFollowUp } from "@/records/page/followUp";
import { useViews, viewFor } from "@/records/table/defaultView";
import { useExport } from "@/records/useExport";
import { useRecordActions } from "@/records/useRecordActions";
import { host } from "@/shell";
import { Afterwards } from "@/ui/Afterwards";
import { fetchAhead, lazily } from "@/ui/lazily";
import { useWords } from "@/ui/words";
import { GoHint } from "../commands/GoHint";
// The palette is there from the start: what is typed right after Ctrl+K must land in it.
import { Palette } from "../commands/Palette";
import { pages } from "../commands/places";
import { type Command, commandsOf } from "../commands/registry";
import { useShortcuts } from "../commands/useShortcuts";
import { leaveSealed } from "../lock/leave";
import { useBackup } from "../pages/backup/useBackup";
import { useLent } from "../start/useLent";
import { WindowManners } from "../window/WindowManners";
import { Rail } from "./Rail";
import { type Step, TopBar } from "./TopBar";
import { useKeptPlace } from "./useKeptPlace";
import { usePracticeReset } from "./usePracticeReset";

const loadForms = () => import("@/records/form/FormStack");
const loadQuick = () => import("@/records/form/QuickCreate");
const loadKeys = () => import("../commands/KeysSheet");
const FormStack = lazily<object>(() => loadForms().then((module) => ({ default: module.FormStack })));
const KeptStyles = lazily<object>(() => import("@/ui/KeptStyles").then((module) => ({ default: module.KeptStyles })));
const QuickCreate = lazily<object>(() => loadQuick().then((module) => ({ default: module.QuickCreate })));
const KeysSheet = lazily<{ commands: Command[]; onClose: () => void }>(() =>
  loadKeys().then((module) => ({ default: module.KeysSheet })),
);

/** Frame is what stays while pages change: rail, top bar, palette, keys, forms. */
export function Frame() {
  const { t, say } = useWords();
  const describe = useDescribe();
  const navigate = useNavigate();
  const router = useRouter();
  const notice = useNotice();
  const exportList = useExport();
  const practiceReset = usePracticeReset();
  const backup = useBackup();
  const [folded, setFolded] = useState(() => stored.get<boolean>("folded") ?? false);
  const narrow = useNarrow();
  const hasForms = useForms((stack) => stack.forms.length > 0);
  const hasQuick = useQuick((quick) => quick.entity !== undefined);
  const [palette, setPalette] = useState(false);
  const [keys, setKeys] = useState(false);
  const [creating, setCreating] = useState(false);
  const before = useRef<Element | null>(null);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const from = useRef(path);

  // Only of what kind it is: from record to record the frame stays as it is.
  const entity = describe.byName.get(useCurrent((each) => each.record?.entity) ?? "") ?? describe.entities[0];
  const go = useCallback((to: string) => void navigate({ to }), [navigate]);
  const open = useCallback(
    (name: string, id: string) => void navigate({ to: "/records/$entity/$id", params: { entity: name, id } }),
    [navigate],
  );
  const openManual = useCallback(
    (chapter: string, at?: string) => void navigate({ to: "/manual/{-$chapter}", params: { chapter }, search: { at } }),
    [navigate],
  );
  const lent = useLent();
  const followUp = useFollowUp();
  const views = useViews().data?.views ?? noViews;
  const actions = useRecordActions(entity ?? nobody, { onOpen: (id) => entity && open(entity.name, id) });

  // The bars are not drawn again for what goes on in the page: what they call never changes.
  const fold = useCallback(
    () =>
      setFolded((was) => {
        stored.set("folded", !was);
        return !was;
      }),
    [],
  );
  const isPalette = useRef(palette);
  isPalette.current = palette;
  const showPalette = useCallback(() => {
    if (isPalette.current) return;
    before.current = document.activeElement;
    setPalette(true);
  }, []);
  const showKeys = useCallback(() => setKeys(true), []);
  const hidePalette = () => {
    setPalette(false);
    if (before.current instanceof HTMLElement) before.current.focus();
  };
  const commands = () => {
    const current = useCurrent.getState().record;
    return commandsOf({
      t,
      say,
      describe,
      views,
      go,
      act: {
        palette: showPalette,
        keys: showKeys,
        lock: () => void leaveSealed().catch(notice.failed),
        fold,
        undo: () => void notice.undoLast(),
        create: () => setCreating(true),
        exportList: (format) => void exportList(format),
        openView: (view) => {
          const of = describe.byName.get(view.entity);
          const search = of && { ...viewFor(view, of, describe.byName), saved: view.id };
          if (search) void navigate({ to: "/records/$entity", params: { entity: view.entity }, search });
        },
        followUp: () => current && entity && followUp(entity, current.record),
        editCurrent: () => current && actions.edit(current.record),
        duplicateCurrent: () => current && void actions.duplicate(current.record),
        deleteCurrent: () => current && actions.remove(current.record),
        copyLink: () => {
          const address = `${location.href.split("#")[0]}#/records/${current?.entity}/${current?.record.id}`;
          void host.copy(address).then(() => notice.done(t("action.copied")), notice.failed);
        },
        importHere: (name) => void navigate({ to: "/import", search: { entity: name } }),
        practiceReset,
        // Where it is still unsaid where to, that is asked first.
        backup: () =>
          void call("backup.get", {}).then(
            ({ folder }) => (folder ? backup("backup.run") : go("/health")),
            notice.failed,
          ),
        demoRemove: lent.there && describe.user.admin ? lent.remove : undefined,
        back: () => router.history.back(),
        forward: () => router.history.forward(),
      },
    });
  };
  useShortcuts(commands);
  useKeptPlace();
  // Going elsewhere, also by the browser's own back, leaves what lay over the page before.
  useEffect(() => {
    setPalette(false);
    setKeys(false);
    setCreating(false);
    if (from.current !== path) closeQuick();
    from.current = path;
  }, [path]);
  useEffect(() => {
    const timer = setTimeout(() => {
      void Promise.all([loadForms(), loadQuick(), loadKeys()]).catch(() => undefined);
      for (const to of ["/records/$entity", "/records/$entity/$id"] as const)
        void router.preloadRoute({ to, params: { entity: "customer", id: "-" } });
      void fetchAhead();
    }, 600);
    return () => clearTimeout(timer);
  }, [router]);

  const where = useWhere(path);
  useEffect(() => {
    const here = where.at(-1)?.label;
    document.title = here ? `${here} · ${t("app.name")}` : t("app.name");
  }, [where, t]);
  const isFolded = folded || narrow;
  return (
    <div className={isFolded ? "frame is-folded" : "frame"}>
      <button type="button" className="skip" onClick={() => document.getElementById("content")?.focus()}>
        {t("top.skip")}
      </button>
      <Rail folded={isFolded} path={path} onFold={fold} />
      <div className="frame__right">
        <TopBar where={where} onSearch={showPalette} onKeys={showKeys} creating={creating} onCreating={setCreating} />
        {lent.there && (
          <aside className="practice" aria-label={t("start.lent")}>
            <strong>{t("start.lent")}</strong>
            <span>{t("start.lentBanner", { count: lent.records })}</span>
            {describe.user.admin && (
              <Button size="small" loading={lent.busy} onClick={lent.remove}>
                {t("start.lentRemove")}
              </Button>
            )}
          </aside>
        )}
        {describe.book.practice && (
          <aside className="practice" aria-label={t("app.practice")}>
            <strong>{t("app.practice")}</strong>
            <span>{t("top.practiceBanner")}</span>
            {describe.user.admin && (
              <Button size="small" onClick={practiceReset}>
                {t("top.practiceReset")}
              </Button>
            )}
          </aside>
        )}
        <main className="content" id="content" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <GoHint commands={commands} />
      <WindowManners commands={commands} />
      <HistoryHost />
      <Afterwards>
        <Suspense fallback={null}>
          <KeptStyles />
        </Suspense>
      </Afterwards>
      <Suspense fallback={null}>
        {hasForms && <FormStack />}
        {hasQuick && <QuickCreate />}
        {palette && <Palette commands={commands()} onClose={hidePalette} onOpen={open} onManual={openManual} />}
        {keys && <KeysSheet commands={commands()} onClose={() => setKeys(false)} />}
      </Suspense>
    </div>
  );
}

const noViews: never[] = [];

const nobody = {
  name: "",
  label: { zh: "", en: "" },
  plural: { zh: "", en: "" },
  module: "",
  title: "name",
  fields: [],
  verbs: [],
};

function useWhere(path: string): Step[] {
  const { t, say } = useWords();
  const { byName, modules } = useDescribe();
  const [, first, name, id] = path.split("/");
  const entity = first === "records" ? byName.get(name ?? "") : undefined;
  const own = useCurrent(({ record }) =>
    id && record?.record.id === id ? titleOf(entity, record.record, record.record.titles) : "",
  );
  return useMemo(() => {
    if (first !== "records") {
      const page = pages.find((each) => each.path === `/${first}`);
      if (first === "print") return [{ label: t("print.title") }];
      if (first === "erase") return [{ label: t("erase.title") }];
      return page ? [{ label: t(page.label) }] : [];
    }
    const module = modules.find((each) => each.name === entity?.module);
    const steps: Step[] = [{ label: say(entity?.plural), to: `/records/${name}` }];
    if (say(module?.label) !== say(entity?.plural)) steps.unshift({ label: say(module?.label) });
    if (own !== "") steps.push({ label: own });
    return steps.filter((step) => step.label !== "");
  }, [first, name, own, entity, modules, t, say]);
}

const narrowWidth = "(max-width: 1100px)";

// On a small screen the rail folds by itself: the list needs the room more.
function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(narrowWidth).matches);
  useEffect(() => {
    const media = matchMedia(narrowWidth);
    const heard = () => setNarrow(media.matches);
    media.addEventListener("change", heard);
    return () => media.removeEventListener("change", heard);
  }, []);
  return narrow;
}
