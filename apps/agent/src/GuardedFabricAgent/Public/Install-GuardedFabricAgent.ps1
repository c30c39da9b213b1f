function Install-GuardedFabricAgent {
    <#
    .SYNOPSIS
    Installs the agent on this host: enrols it, registers its scheduled task and sends the first snapshot.
    .DESCRIPTION
    Run elevated. Running it again is harmless: an enrolled host keeps its credential, the task is written
    anew, and the account and the proxy stay as they are where they are not named. Where the server refuses the
    credential (it was replaced, or the host was retired there), or it is another machine's (this disk is a copy, or the
    mainboard was replaced), the host enrols again with the token of -TokenFile. Returns one object with the outcome and
    the exit code of the first run, as docs/agent.md has them.
    With -WhatIf nothing is changed and the steps are returned instead.
    .PARAMETER Server
    The server's address, https://. http:// is refused except to this very machine.
    .PARAMETER TokenFile
    A file that holds the enrolment token alone; without it the token is asked for.
    .PARAMETER Account
    A group managed service account to run as, DOMAIN\name$, instead of SYSTEM (-Account SYSTEM goes back to
    that). It must be able to read the HGS client's state, which takes membership of Administrators.
    .PARAMETER Proxy
    A proxy to go through; the one named before where none is named, and none any more where it is ''.
    .PARAMETER StatePath
    Where the agent keeps its state.
    .PARAMETER Force
    Enrols again although this host holds a credential of this server.
    .EXAMPLE
    Install-GuardedFabricAgent -Server https://fabric.fab.example
    .EXAMPLE
    Install-GuardedFabricAgent -Server https://fabric.fab.example -TokenFile D:\token.txt -WhatIf
    .EXAMPLE
    exit (Install-GuardedFabricAgent -Server https://fabric.fab.example -TokenFile D:\token.txt).ExitCode
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    param(
        [Parameter(Mandatory = $true)] [string]$Server,
        [string]$TokenFile,
        [string]$Account,
        [string]$Proxy,
        [string]$StatePath = (Get-GfaDefaultStatePath),
        [switch]$Force
    )
    Assert-GfaModulePlace
    $address = Resolve-GfaServerAddress $Server
    $Proxy = Resolve-GfaProxyAddress $Proxy
    $Account = Resolve-GfaAccount -StatePath $StatePath -Account $Account
    # ShouldProcess is a method that Constrained Language Mode refuses; the preference it reads is not.
    if ($WhatIfPreference) { return (Get-GfaInstallPlan -Server $address -StatePath $StatePath -Account $Account) }
    Initialize-GfaState -StatePath $StatePath -Account $Account
    Invoke-GfaLocked -StatePath $StatePath -Script {
        $config = Read-GfaStateFile -StatePath $StatePath -Name config
        Write-GfaStateFile -StatePath $StatePath -Name config -Value (Copy-GfaRecord $config @{ account = $Account })
    }
    $enrolment = @{ Server = $address; TokenFile = $TokenFile; StatePath = $StatePath; Force = $Force }
    if ($PSBoundParameters.Keys -contains 'Proxy') { $enrolment['Proxy'] = $Proxy }
    $enrolled = Register-GuardedFabricHost @enrolment
    Invoke-GfaLocked -StatePath $StatePath -Script { Register-GfaTask -StatePath $StatePath -Account $Account }
    Write-GfaEvent -StatePath $StatePath -Id 1000 -Level Information -Message (Get-GfaMessage Installed $script:GfaVersion, $address)
    $run = Invoke-GuardedFabricAgent -StatePath $StatePath -Force
    if ($run.Outcome -eq 'Refused') {
        # Only using a credential tells that it is refused.
        try { $enrolled = Register-GuardedFabricHost @enrolment } catch { Write-Warning (Get-GfaErrorText $_) }
        if ($enrolled.Enrolled) { $run = Invoke-GuardedFabricAgent -StatePath $StatePath -Force }
    }
    New-Object psobject -Property ([ordered]@{
            Server = $address
            HostId = $enrolled.HostId
            Outcome = $run.Outcome
            ExitCode = $run.ExitCode
            Message = $run.Message
            Page = "$address/hosts/$($enrolled.HostId)"
        })
}
