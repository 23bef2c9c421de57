namespace AccelSim.Explore.Reports;

/// <summary>A column of a text table.</summary>
/// <param name="Header">Title; long ones wrap.</param>
/// <param name="Unit">Unit, printed in brackets under the title; empty for none.</param>
/// <param name="IsNumber">Numbers stand right, text left; only text may be shortened.</param>
public sealed record TextColumn(string Header, string Unit = "", bool IsNumber = false);
