function Register-GuardedFabricHost {
    <#
    .SYNOPSIS
    Enrols this host with a Guarded Fabric server.
    .DESCRIPTION
    Exchanges an enrolment token for this host's own credential and keeps it in a file that only SYSTEM and
    Administrators can read. The token is asked for, or read from a file; it is never an argument. A host that
    is enrolled with this server stays as it is, unless -Force is given, or a token file where that server refuses its
    credential or the credential is another machine's (a copied disk, another mainboard): then it enrols as itself, and
    what that machine had kept here is removed. A state folder that somebody else made beforehand is taken over where
    it is empty and refused where it is not.
    .PARAMETER Server
    The server's address, https://. http:// is refused except to this very machine.
    .PARAMETER TokenFile
    A file that holds the token alone.
    .PARAMETER StatePath
    Where the agent keeps its state.
    .PARAMETER Proxy
    A proxy to go through; the one named before where none is named, and none any more where it is ''.
    .PARAMETER Force
    Enrols again although this host holds a credential of this server.
    .EXAMPLE
    Register-GuardedFabricHost -Server https://fabric.fab.example
    .EXAMPLE
    Register-GuardedFabricHost -Server https://fabric.fab.example -TokenFile D:\token.txt
    #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)] [string]$Server,
        [string]$TokenFile,
        [string]$StatePath = (Get-GfaDefaultStatePath),
        [string]$Proxy,
        [switch]$Force
    )
    $address = Resolve-GfaServerAddress $Server
    $Proxy = Resolve-GfaProxyAddress $Proxy
    Initialize-GfaState -StatePath $StatePath -KeepAccount
    Register-GfaEventSource
    if ($PSBoundParameters.Keys -notcontains 'Proxy') { $Proxy = (Read-GfaStateFile -StatePath $StatePath -Name config).proxy }
    Invoke-GfaLocked -StatePath $StatePath -Script {
        $isDue = Test-GfaEnrolmentDue -StatePath $StatePath -Server $address -TokenFile $TokenFile -Force:$Force
        if ($isDue) {
            $token = @{ text = (Read-GfaToken -TokenFile $TokenFile) }
            Register-GfaHost -StatePath $StatePath -Server $address -Token $token -Proxy $Proxy
        }
        $config = Read-GfaStateFile -StatePath $StatePath -Name config
        Write-GfaStateFile -StatePath $StatePath -Name config -Value (Copy-GfaRecord $config @{ server = $address; proxy = $Proxy })
        $identity = Read-GfaStateFile -StatePath $StatePath -Name identity
        New-Object psobject -Property ([ordered]@{ Server = $address; HostId = "$($identity.hostId)"; Enrolled = $isDue })
    }
}
