// How `.ci/run` reads the script of the page: what is wrong, not what is a matter of taste.
const globals = [
  ...["document", "window", "navigator", "setTimeout", "ResizeObserver", "URLSearchParams"],
  ...["atob", "Blob", "DecompressionStream", "Response"],
];

export default [
  {
    languageOptions: {
      ecmaVersion: 2022,
      sourceType: "script",
      globals: Object.fromEntries(globals.map((name) => [name, "readonly"])),
    },
    rules: {
      "constructor-super": "error",
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "max-len": ["error", { code: 100, ignoreTemplateLiterals: true, ignoreStrings: true }],
      "no-eval": "error",
      "no-shadow": "error",
      "no-undef": "error",
      "no-unused-vars": "error",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
];
