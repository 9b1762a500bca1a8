using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ModelTrends.Platform.Administration;

namespace ModelTrends.Tests.Platform.Administration;

public sealed class LoginGuardTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_lock_ends_after_a_quarter_of_an_hour_and_concerns_one_address()
    {
        var guard = Guard("secret");
        for (var i = 0; i < LoginGuard.FailuresAllowed; i++) guard.Try("a", "wrong");
        guard.Try("a", "secret").ShouldBe(LoginResult.Locked);
        guard.Try("b", "secret").ShouldBe(LoginResult.Accepted);
        _clock.Advance(LoginGuard.LockedFor);
        guard.Try("a", "secret").ShouldBe(LoginResult.Accepted);
    }

    [Fact]
    public void A_success_forgets_earlier_failures()
    {
        var guard = Guard("secret");
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < LoginGuard.FailuresAllowed - 1; i++) guard.Try("a", "wrong").ShouldBe(LoginResult.Refused);
            guard.Try("a", "secret").ShouldBe(LoginResult.Accepted);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Without_a_password_nobody_gets_in(string? password) => Guard(password).Try("a", password ?? "").ShouldBe(LoginResult.Refused);

    [Fact]
    public void A_new_password_ends_old_sessions() => Guard("one").Stamp.Equals(Guard("two").Stamp, StringComparison.Ordinal).ShouldBeFalse();

    private LoginGuard Guard(string? password) => new(Options.Create(new AdminOptions { Password = password }), _clock);
}
