import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The page is embedded in the binary and served under `default-src 'self'`:
// the build must emit no inline script, so the module preload polyfill is off.
export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: true,
    chunkSizeWarningLimit: 1200,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': process.env.PINGLAN_URL ?? 'http://127.0.0.1:8080' },
  },
});
