namespace AccelSim.Explore.Identities;

/// <summary>
/// One case of a law: what the simulator says, and what the law makes of such figures. They are apart so that a test can tamper with the
/// figures and see whether the law notices.
/// </summary>
/// <param name="Said">Figures of the simulator; whole numbers below 2^53 are exact.</param>
/// <param name="Judge">Slack of such figures (<see cref="Slack"/>): how far on the right side they are, negative where the law is broken.</param>
internal sealed record Trial(double[] Said, Func<double[], double> Judge)
{
    /// <summary>Figures that must equal known ones, each.</summary>
    public static Trial Equal(double[] said, params double[] known) =>
        new(said, s => s.Length == known.Length ? s.Zip(known, Slack.Equal).Min() : throw new ArgumentException("figures and known values differ in number"));

    public static Trial Equal(double said, double known) => Equal([said], known);
}
