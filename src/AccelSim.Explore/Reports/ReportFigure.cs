using AccelSim.Explore.Plots;

namespace AccelSim.Explore.Reports;

/// <summary>A picture of a report.</summary>
/// <param name="Picture">Drawn into the page as vectors.</param>
/// <param name="Caption">What it shows; also its text for those who cannot see it.</param>
public sealed record ReportFigure(Picture Picture, string Caption);
