import { HostFault } from "@/shell";
import type { FaultKind } from "./contract";

/** Fault is a refusal in words for people: what happened and what to do; `fields` stand beside their inputs. */
export class Fault extends Error {
  constructor(
    readonly kind: FaultKind,
    message: string,
    readonly fields: { [field: string]: string } = {},
  ) {
    super(message);
    this.name = "Fault";
  }
}

const kinds: { [kind: string]: FaultKind } = {
  invalid: "invalid",
  notFound: "notFound",
  forbidden: "forbidden",
  conflict: "conflict",
  unavailable: "unavailable",
  internal: "internal",
  locked: "locked",
  signedOut: "signedOut",
};

const byStatus: { [status: number]: FaultKind } = {
  401: "signedOut",
  403: "forbidden",
  404: "notFound",
  409: "conflict",
  413: "invalid",
  422: "invalid",
  423: "locked",
  503: "unavailable",
};

/** faultOf turns whatever was thrown into a Fault. A page never shows anything else. */
export function faultOf(thrown: unknown): Fault {
  if (thrown instanceof Fault) return thrown;
  if (thrown instanceof HostFault) return ofBody(thrown.body, thrown.status);
  // fetch throws a TypeError when there is nobody at the other end
  if (thrown instanceof TypeError) return new Fault("unreachable", "");
  return new Fault("internal", thrown instanceof Error ? thrown.message : String(thrown));
}

function ofBody(body: unknown, status: number): Fault {
  const fallback = byStatus[status] ?? "internal";
  // Without the signed cookie nothing else about the answer matters.
  if (status === 401) return new Fault("signedOut", "");
  if (typeof body === "string") return new Fault(fallback, body.trim());
  if (!isObject(body)) return new Fault(fallback, "");
  const kind = typeof body.kind === "string" ? kinds[lowerFirst(body.kind)] : undefined;
  const fields: { [field: string]: string } = {};
  if (isObject(body.fields)) {
    for (const [name, text] of Object.entries(body.fields)) if (typeof text === "string") fields[name] = text;
  }
  return new Fault(kind ?? fallback, typeof body.message === "string" ? body.message : "", fields);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function isObject(value: unknown): value is { [key: string]: unknown } {
  return typeof value === "object" && value !== null;
}
