// What features bring to the generic screens, gathered once at the start.
import { lazy } from "react";
import { slots } from "@/records/slots";
import { Demand } from "./customers/Demand";
import "./layouts";

slots.banner = Demand;

slots.composer = lazy(() =>
  import("./customers/FollowUpComposer").then((module) => ({ default: module.FollowUpComposer })),
);
