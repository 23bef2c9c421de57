using AccelSim.Cli;
using AccelSim.Cli.Terminals;

using var terminal = Terminal.OfProcess();
return CommandLine.Run(args, terminal);
