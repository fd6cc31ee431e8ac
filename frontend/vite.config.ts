import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

// The office door to speak to while developing: `npm run dev` serves the pages, the door answers the operations.
const door = process.env.XINGKE_DOOR ?? "http://127.0.0.1:8700";

/** The program carries the pages packed, a third of their size; frontend/embed.go unpacks what is asked for. */
function packed(): Plugin {
  return {
    name: "packed",
    apply: "build",
    async writeBundle({ dir = "" }, bundle) {
      for (const name of Object.keys(bundle).filter((name) => name.startsWith("assets/"))) {
        const plain = await readFile(join(dir, name));
        const small = gzipSync(plain, { level: 9 });
        if (small.length > 0.9 * plain.length) continue;
        await writeFile(join(dir, `${name}.gz`), small);
        await rm(join(dir, name));
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), packed()],
  // Relative addresses: the same files are served by the window (wails://) and by the office door.
  base: "./",
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: {
    host: "127.0.0.1",
    fs: { allow: [fileURLToPath(new URL("..", import.meta.url))] },
    proxy: { "/rpc": door, "/events": door, "/files": door },
  },
  build: {
    target: "es2022",
    // Empty assets would be inlined as data: addresses, which the content policy refuses for scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["./src/testing/setup.ts"],
    css: false,
  },
});
