import { call, doorIs, faultOf, hideDoor } from "@/api";
import { takeDrafts } from "@/lib/drafts";

// What was handed in to be kept sealed; anything else typed by then is still only here.
let handedIn: string | undefined;

/** mayForget says that nothing typed would be lost if the page forgot everything. */
export function mayForget(): boolean {
  const now = takeDrafts();
  return now === "" || now === handedIn;
}

let leaving: Promise<void> | undefined;

/**
 * leaveSealed locks the book: first what was typed is kept, sealed, then everything is hidden. It rejects with a refusal.
 * If nobody answers, the page hides the book all the same, says so, and locks it as soon as somebody does.
 */
export function leaveSealed(): Promise<void> {
  leaving ??= lock().finally(() => {
    leaving = undefined;
  });
  return leaving;
}

async function lock(): Promise<void> {
  const text = takeDrafts();
  if (text !== "") {
    try {
      await call("draft.keep", { text });
      handedIn = text;
    } catch {
      handedIn = undefined; // it stays on this page, behind the lock
    }
  }
  try {
    doorIs(await call("door.lock", {}));
  } catch (thrown) {
    const fault = faultOf(thrown);
    if (fault.kind !== "unreachable" && fault.kind !== "signedOut") throw fault;
    hideDoor(fault);
  }
}

/** signOut leaves the book to somebody else; what was typed waits for this person. */
export async function signOut(): Promise<void> {
  const text = takeDrafts();
  if (text !== "") {
    await call("draft.keep", { text });
    handedIn = text;
  }
  doorIs(await call("door.signOut", {}));
}
