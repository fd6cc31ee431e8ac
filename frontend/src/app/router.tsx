import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { narrowOf } from "@/features/audit/narrow";
import { peopleSearch } from "@/features/people/search";
import { binAt } from "@/records/history/binAt";
import { printOf } from "@/records/print/search";
import { viewOf } from "@/records/table/view";
import { Crash } from "./Crash";
import { Frame } from "./frame/Frame";
import { reportsAt } from "./pages/reportsAt";

const root = createRootRoute({ component: Frame, errorComponent: Crash, notFoundComponent: () => <Crash /> });

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/today", replace: true });
  },
});

const today = createRoute({
  getParentRoute: () => root,
  path: "/today",
  component: lazyRouteComponent(() => import("./start/HomeRoute"), "HomeRoute"),
});

const dashboard = createRoute({
  getParentRoute: () => root,
  path: "/dashboard",
  component: lazyRouteComponent(() => import("@/features/dashboard/DashboardPage"), "DashboardPage"),
});

const calendar = createRoute({
  getParentRoute: () => root,
  path: "/calendar",
  component: lazyRouteComponent(() => import("@/features/calendar/CalendarPage"), "CalendarPage"),
});

/** The list of an entity; its address holds filter, sort, columns and the record at the side. */
const list = createRoute({
  getParentRoute: () => root,
  path: "/records/$entity",
  validateSearch: viewOf,
  component: lazyRouteComponent(() => import("./routes/ListRoute"), "ListRoute"),
});

const record = createRoute({
  getParentRoute: () => root,
  path: "/records/$entity/$id",
  component: lazyRouteComponent(() => import("./routes/RecordRoute"), "RecordRoute"),
});

const entityOf = (search: { [key: string]: unknown }): { entity?: string } =>
  typeof search.entity === "string" ? { entity: search.entity } : {};

const bin = createRoute({
  getParentRoute: () => root,
  path: "/bin",
  validateSearch: binAt,
  component: lazyRouteComponent(() => import("./routes/BinRoute"), "BinRoute"),
});

const history = createRoute({
  getParentRoute: () => root,
  path: "/history",
  component: lazyRouteComponent(() => import("@/records/history/HistoryPage"), "HistoryPage"),
});

const people = createRoute({
  getParentRoute: () => root,
  path: "/people",
  validateSearch: peopleSearch,
  component: lazyRouteComponent(() => import("@/features/people/PeoplePage"), "PeoplePage"),
});

const importing = createRoute({
  getParentRoute: () => root,
  path: "/import",
  validateSearch: entityOf,
  component: lazyRouteComponent(() => import("./routes/ImportRoute"), "ImportRoute"),
});

const reports = createRoute({
  getParentRoute: () => root,
  path: "/reports",
  validateSearch: reportsAt,
  component: lazyRouteComponent(() => import("./pages/Reports"), "ReportsPage"),
});

const health = createRoute({
  getParentRoute: () => root,
  path: "/health",
  component: lazyRouteComponent(() => import("./pages/Health"), "HealthPage"),
});

const audit = createRoute({
  getParentRoute: () => root,
  path: "/audit",
  validateSearch: narrowOf,
  component: lazyRouteComponent(() => import("@/features/audit/AuditPage"), "AuditPage"),
});

const print = createRoute({
  getParentRoute: () => root,
  path: "/print",
  validateSearch: printOf,
  component: lazyRouteComponent(() => import("./routes/PrintRoute"), "PrintRoute"),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: lazyRouteComponent(() => import("./pages/Settings"), "SettingsPage"),
});

const erase = createRoute({
  getParentRoute: () => root,
  path: "/erase",
  validateSearch: (search: { [key: string]: unknown }): { entity?: string; id?: string } => ({
    ...entityOf(search),
    ...(typeof search.id === "string" ? { id: search.id } : {}),
  }),
  component: lazyRouteComponent(() => import("./erase/ErasePage"), "ErasePage"),
});

const manual = createRoute({
  getParentRoute: () => root,
  path: "/manual/{-$chapter}",
  validateSearch: (search: { [key: string]: unknown }): { at?: string } =>
    typeof search.at === "string" ? { at: search.at } : {},
  component: lazyRouteComponent(() => import("./routes/ManualRoute"), "ManualRoute"),
});

/** Addresses lie behind the #, so that the same pages work in the window and in a browser. */
export const router = createRouter({
  routeTree: root.addChildren([
    home,
    today,
    list,
    record,
    calendar,
    dashboard,
    reports,
    importing,
    people,
    history,
    bin,
    health,
    audit,
    print,
    settings,
    erase,
    manual,
  ]),
  history: createHashHistory(),
  defaultPreload: "intent",
  defaultErrorComponent: Crash,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
