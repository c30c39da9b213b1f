function Register-GfaEventSource {
    if (-not (Test-GfaCommand Microsoft.PowerShell.Management\New-EventLog)) { return }
    # It exists already where the agent was installed before.
    New-EventLog -LogName Application -Source GuardedFabricAgent -ErrorAction SilentlyContinue
}
