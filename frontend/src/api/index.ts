export * from "./contract";
export * from "./describe";
export { Fault, faultOf } from "./fault";
export { followFeed, onJob, useContact } from "./feed";
export { fileLink, saveFile, upload } from "./files";
export * from "./hooks";
export { type JobOperation, type JobResult, runJob, useJobTray } from "./jobs";
export { answers, ask, forget, type Sources } from "./query";
export { call } from "./transport";
