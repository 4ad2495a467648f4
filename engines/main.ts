/** The engines that run Workflows and Experiments where no Argo and no Katib does. */
export {};
