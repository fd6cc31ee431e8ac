// What features bring to the generic screens, gathered once at the start.
import { slots } from "@/records/slots";
import { lazily } from "@/ui/lazily";
import { groupables } from "./board/lanes";
import { dayFields } from "./calendar/kinds";
import { Demand } from "./customers/Demand";
import { chartFits } from "./dashboard/list/fits";
import "./assists";
import "./layouts";

slots.banner = Demand;

slots.composer = lazily(() =>
  import("./customers/FollowUpComposer").then((module) => ({ default: module.FollowUpComposer })),
);

slots.heads.customer = lazily(() =>
  import("./customers/CustomerHead").then((module) => ({ default: module.CustomerHead })),
);
slots.heads.opportunity = lazily(() => import("./board/StageBar").then((module) => ({ default: module.StageBar })));
slots.actions.opportunity = lazily(() =>
  import("./board/DealActions").then((module) => ({ default: module.DealActions })),
);
slots.actions.order = lazily(() =>
  import("./orders/OrderActions").then((module) => ({ default: module.OrderActions })),
);
slots.actions.customer = lazily(() =>
  import("./customers/CustomerActions").then((module) => ({ default: module.CustomerActions })),
);
slots.sides.customer = lazily(() =>
  import("./customers/CustomerSide").then((module) => ({ default: module.CustomerSide })),
);
slots.sides.department = lazily(() =>
  import("./people/DepartmentSide").then((module) => ({ default: module.DepartmentSide })),
);

slots.actions.user = lazily(() => import("./people/TeamActions").then((module) => ({ default: module.UserActions })));
slots.actions.role = lazily(() => import("./people/TeamActions").then((module) => ({ default: module.RoleActions })));
slots.share = lazily(() => import("./people/ShareDialog").then((module) => ({ default: module.ShareDialog })));

slots.views.board = {
  Component: lazily(() => import("./board/Board").then((module) => ({ default: module.Board }))),
  fits: (entity) => groupables(entity).length > 0,
};
slots.views.calendar = {
  Component: lazily(
    () => import("./calendar/ListCalendar").then((module) => ({ default: module.ListCalendar })),
    "asked",
  ),
  fits: (entity) => dayFields(entity).length > 0,
};

slots.views.chart = {
  Component: lazily(
    () => import("./dashboard/list/ChartView").then((module) => ({ default: module.ChartView })),
    "asked",
  ),
  fits: chartFits,
};
