BeforeAll { Import-Module $env:GF_AGENT_MODULE -Force }

Describe 'what is said to people' {
    It 'names the way that is enough where the credential is refused' {
        $message = InModuleScope GuardedFabricAgent { Get-GfaMessage CredentialRefused 'https://fabric', 'revoked' }
        $message | Should -Match 'Install-GuardedFabricAgent -Server https://fabric -TokenFile'
        $message | Should -Not -Match '-Force'
    }

    It 'names the times that collectors really have' {
        $help = (Get-Help Get-GuardedFabricSnapshot).Description.Text -join ' '
        $help | Should -Match '15 seconds'
        $help | Should -Match '45 seconds'
    }
}
