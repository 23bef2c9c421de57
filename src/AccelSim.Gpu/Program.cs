using AccelSim.Gpu.Commands;

return GpuCommand.Run(args, Console.Out, Console.Error);
