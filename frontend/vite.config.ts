import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// The office door to speak to while developing: `npm run dev` serves the pages, the door answers the operations.
const door = process.env.XINGKE_DOOR ?? "http://127.0.0.1:8700";

export default defineConfig({
  plugins: [react()],
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
