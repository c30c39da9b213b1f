function Register-GuardedFabricRemoteHost {
    <#
    .SYNOPSIS
    Enrols hosts with a Guarded Fabric server from one management server, over CIM sessions.
    .DESCRIPTION
    For sites that want nothing installed on hosts. Each host is enrolled under its own machine id and keeps its
    own credential in a folder of its own under hosts, which only SYSTEM and Administrators can read. The token
    must allow as many uses as there are hosts; it is asked for once, or read from a file, and is never an
    argument. A host that is enrolled already stays as it is unless -Force is given. One that does not answer does
    not stop the others. Returns one object for each host.
    .PARAMETER CimSession
    Sessions to the hosts, as New-CimSession makes them.
    .PARAMETER Server
    The server's address, https://. http:// is refused except to this very machine.
    .PARAMETER TokenFile
    A file that holds the token alone.
    .PARAMETER StatePath
    Where the central collector keeps its state.
    .PARAMETER Account
    The account that Invoke-GuardedFabricCollector will run as, where that is not SYSTEM: it is given the right to
    read the credentials.
    .PARAMETER Proxy
    A proxy to go through.
    .PARAMETER Force
    Enrols again although a host holds a credential of this server.
    .EXAMPLE
    Register-GuardedFabricRemoteHost -CimSession (New-CimSession HV-PAR-0309, HV-PAR-0310) -Server https://fabric.fab.example
    .EXAMPLE
    $sessions = New-CimSession -ComputerName (Get-Content hosts.txt)
    Register-GuardedFabricRemoteHost -CimSession $sessions -Server https://fabric.fab.example -TokenFile D:\token.txt | Where-Object Message
    #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)] [object[]]$CimSession,
        [Parameter(Mandatory = $true)] [string]$Server,
        [string]$TokenFile,
        [string]$StatePath = (Get-GfaDefaultStatePath -Name Collector),
        [string]$Account,
        [string]$Proxy,
        [switch]$Force
    )
    $address = Resolve-GfaServerAddress $Server
    $Proxy = Resolve-GfaProxyAddress $Proxy
    Initialize-GfaState -StatePath $StatePath -Account $Account -Folder hosts
    Register-GfaEventSource
    $kept = @{}
    $request = @{
        StatePath = $StatePath
        Server = $address
        Proxy = $Proxy
        Account = $Account
        # Read when the first host needs it, and once.
        Token = { if (-not $kept['token']) { $kept['token'] = Read-GfaToken -TokenFile $TokenFile }; $kept['token'] }
        Force = $Force
        MaximumWaitSeconds = 60
    }
    $script:GfaRemote = New-GfaRemoteContext -CimSession $CimSession
    try {
        foreach ($computer in @($script:GfaRemote['Session'].Keys)) {
            $script:GfaRemote['Current'] = $computer
            try {
                Register-GfaRemoteHost @request
            } catch {
                # A server that is away is waited for once.
                $request['MaximumWaitSeconds'] = 0
                New-Object psobject -Property ([ordered]@{ ComputerName = $computer; Server = $address; HostId = $null; Enrolled = $false; Message = (Get-GfaErrorText $_) })
            }
        }
    } finally {
        $script:GfaRemote = $null
    }
}
